using System.Text;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>Collects text up to a limit.</summary>
internal sealed class BoundedWriter(int limit) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Reserve(1);
        _text.Append(value);
    }

    public override void Write(string? value)
    {
        Reserve(value?.Length ?? 0);
        _text.Append(value);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Reserve(buffer.Length);
        _text.Append(buffer);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override string ToString() => _text.ToString();

    private void Reserve(int more)
    {
        if (_text.Length + more > limit)
        {
            throw TextTemplate.TooLong();
        }
    }
}
