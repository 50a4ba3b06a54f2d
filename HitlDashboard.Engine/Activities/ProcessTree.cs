using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace HitlDashboard.Engine.Activities;

/// <summary>Ends a program with everything that it started, also what cut itself loose from it.</summary>
internal static class ProcessTree
{
    private const int Rounds = 20;

    /// <summary>Kills, without asking first.</summary>
    /// <param name="process">The program; it may have ended.</param>
    /// <param name="key">What its descendants carry as <see cref="ProcessEnvironment.KeyName"/>.</param>
    public static void Kill(Process process, string key)
    {
        Ignoring(() => process.Kill(entireProcessTree: true));
        KillStrays(key);
    }

    /// <summary>Kills descendants that outlived the program. Their parent is gone, so the mark in their environment must find them (Linux only).</summary>
    public static void KillStrays(string key)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var mark = Encoding.UTF8.GetBytes($"\0{ProcessEnvironment.KeyName}={key}\0");
        for (var round = 0; round < Rounds; round++)
        {
            // What is being killed may have forked meanwhile: look again until there is nothing.
            var strays = Strays(mark).ToList();
            strays.ForEach(Kill);
            if (strays.Count == 0)
            {
                return;
            }
        }
    }

    private static IEnumerable<int> Strays(byte[] mark)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), out var id) && id != Environment.ProcessId && Carries(folder, mark))
            {
                yield return id;
            }
        }
    }

    private static bool Carries(string folder, byte[] mark)
    {
        try
        {
            // The first variable has no NUL before it.
            byte[] variables = [0, .. File.ReadAllBytes(Path.Combine(folder, "environ")), 0];
            return variables.AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Kill(int id) => Ignoring(() =>
    {
        using var stray = Process.GetProcessById(id);
        stray.Kill();
    });

    /// <summary>It may have ended in between; then there is nothing left to do.</summary>
    private static void Ignoring(Action kill)
    {
        try
        {
            kill();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or Win32Exception or AggregateException)
        {
            return;
        }
    }
}
