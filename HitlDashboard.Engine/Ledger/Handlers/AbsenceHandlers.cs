using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Who is away and who stands in. People note their own absences; an admin anybody's.</summary>
internal static class AbsenceHandlers
{
    public static Answer<Absence> Add(LedgerSession session, AddAbsenceCommand command)
    {
        var absence = command.Absence;
        if (NotTheirs<Absence>(command.Actor, absence.Person) is { } forbidden)
        {
            return forbidden;
        }

        if (absence.Problem(session.Absences(), session.Now) is { } problem)
        {
            return new Answer<Absence>.NotAllowed(problem);
        }

        session.Statements.InsertAbsence.Execute(
            session.Transaction, ValueConversions.Bytes(absence.Id), absence.Person, absence.Substitute, absence.From.UtcTicks, absence.Until.UtcTicks, command.Actor.Name);
        session.Write("absence", command.Actor, "Add", new HistoryFacts(Data: new { absence.Person, absence.Substitute, absence.From, absence.Until }));
        return new Answer<Absence>.Applied(absence);
    }

    public static Answer<Guid> Remove(LedgerSession session, RemoveAbsenceCommand command)
    {
        if (session.Absences().FirstOrDefault(known => known.Id == command.Id) is not { } absence)
        {
            return Refuse.NotFound<Guid>("absence that is not over", command.Id);
        }

        if (NotTheirs<Guid>(command.Actor, absence.Person) is { } forbidden)
        {
            return forbidden;
        }

        session.Statements.DeleteAbsence.Execute(session.Transaction, ValueConversions.Bytes(absence.Id));
        session.Write("absence", command.Actor, "Remove", new HistoryFacts(Data: new { absence.Person, absence.Substitute, absence.From, absence.Until }));
        return new Answer<Guid>.Applied(absence.Id);
    }

    private static Answer<T>? NotTheirs<T>(Actor actor, string person) =>
        Refuse.Unless<T>(actor, actor.Person == person ? Role.Supervisor : Role.Admin);
}
