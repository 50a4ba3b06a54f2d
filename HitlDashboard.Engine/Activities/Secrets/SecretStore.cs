using System.Text;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Activities.Secrets;

/// <summary>Finds secrets by name, and remembers every value that it ever gave, so that it can be taken out of what comes back.</summary>
public sealed class SecretStore
{
    /// <summary>The shortest value that is taken, in characters: anything shorter could not be told from ordinary text when it comes back.</summary>
    public const int ShortestValue = 8;

    private const int LargestFile = 64 * 1024;

    private readonly SecretOptions _options;
    private readonly Lock _gate = new();
    private readonly HashSet<(string Name, string Value)> _given = [];
    private IReadOnlyList<SecretForm> _forms = [];

    /// <summary>Takes the settings' values and the folder's files in.</summary>
    public SecretStore(SecretOptions options)
    {
        _options = options;
        var files = options.Directory is { } folder && Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!) : [];
        foreach (var name in options.Values.Keys.Concat(files).Where(SecretReference.IsName))
        {
            Find(name, out _);
        }
    }

    /// <summary>Everything that must not come back, longest first.</summary>
    internal IReadOnlyList<SecretForm> Forms => Volatile.Read(ref _forms);

    /// <summary>A secret's value, or null with a sentence that says why there is none. Files are read each time, so that a changed one needs no restart.</summary>
    public string? Find(string name, out string? problem)
    {
        (var value, problem) = SecretReference.IsName(name) ? Read(name) : (null, $"'{name}' is not a secret's name.");
        if (problem is null && value!.Length < ShortestValue)
        {
            (value, problem) = (null, $"The secret {name} has fewer than {ShortestValue} characters, which could not be told from ordinary text in logs; use a longer one.");
        }

        if (value is not null)
        {
            Remember(name, value);
        }

        return value;
    }

    private (string? Value, string? Problem) Read(string name)
    {
        if (_options.Values.TryGetValue(name, out var value) && value.Length > 0)
        {
            return (value, null);
        }

        var file = _options.Directory is { } folder ? Path.Combine(folder, name) : null;
        try
        {
            return file is not null && new FileInfo(file) is { Exists: true } found
                ? found.Length <= LargestFile ? OfFile(file) : (null, $"The file of the secret {name} is larger than {LargestFile} bytes.")
                : (null, $"The secret {name} is not set. Set Secrets__{name} in the server's environment{(file is null ? "" : ", or put a file of this name into the folder that SecretFiles:Directory names")}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"The file of the secret {name} can't be read ({error.GetType().Name}).");
        }
    }

    // Editors and mounts end a file with a line break that is no part of the secret.
    private static (string?, string?) OfFile(string file) => (File.ReadAllText(file, Encoding.UTF8).TrimEnd('\r', '\n'), null);

    private void Remember(string name, string value)
    {
        lock (_gate)
        {
            if (_given.Add((name, value)))
            {
                Volatile.Write(ref _forms, [.. _forms.Concat(SecretForm.Of(name, value)).OrderByDescending(form => form.Text.Length)]);
            }
        }
    }
}
