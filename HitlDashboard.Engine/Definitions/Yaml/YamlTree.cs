using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HitlDashboard.Engine.Definitions.Yaml;

/// <summary>Reads YAML into nodes that know where they stand, within limits that hold for any text.</summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 32;
    private const int MaxAliased = 10_000;
    private const int MaxValues = 100_000;

    private readonly DefinitionErrors _errors;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    private long _aliased;
    private int _values;

    private YamlTree(string text, DefinitionErrors errors)
    {
        _errors = errors;
        _parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
    }

    /// <summary>The document's root, or null after an error behind which nothing can be read.</summary>
    public static YamlNode? Read(string text, DefinitionErrors errors)
    {
        try
        {
            return new YamlTree(text, errors).Document();
        }
        catch (YamlRefusal refusal)
        {
            errors.Add(refusal.Line, refusal.Column, "", refusal.Message);
        }
        catch (YamlException exception)
        {
            errors.Add((int)Math.Max(1, exception.Start.Line), (int)Math.Max(1, exception.Start.Column), "", $"This is not YAML: {Sentence(exception)}");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The scanner meets some malformed texts with exceptions of its own making.
            errors.Add(1, 1, "", $"This is not YAML: {exception.Message}");
        }

        return null;
    }

    private static string Sentence(YamlException exception) => exception.Message.ReplaceLineEndings(" ").TrimEnd('.') + ".";

    private YamlNode Document()
    {
        Take<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            throw new YamlRefusal(1, 1, "The file is empty; expected a map with name and steps.");
        }

        Take<DocumentStart>();
        var root = Node(1, "");
        Take<DocumentEnd>();
        return _parser.Current is StreamEnd ? root : throw Refuse(_parser.Current!, "A file holds one document; remove what follows ---.");
    }

    private YamlNode Node(int depth, string path)
    {
        var at = _parser.Current!;
        if (depth > MaxDepth)
        {
            throw Refuse(at, $"Nested deeper than {MaxDepth} levels.");
        }

        if (++_values > MaxValues || _errors.IsFull)
        {
            throw Refuse(at, $"The file holds more than {MaxValues} values; split the workflow.");
        }

        if (at is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw Refuse(at, $"The tag '{tagged.Tag.Value}' is not allowed; put a text that starts with ! in quotes.");
        }

        YamlNode node = at switch
        {
            AnchorAlias alias => Aliased(alias, depth),
            Scalar scalar => Leaf(scalar),
            SequenceStart list => List(list, depth, path),
            MappingStart map => Map(map, depth, path),
            _ => throw Refuse(at, "Expected a value."),
        };
        if (at is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor] = node;
        }

        return node;
    }

    private YamlScalar Leaf(Scalar scalar)
    {
        Move();
        return new YamlScalar((int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private YamlList List(SequenceStart start, int depth, string path)
    {
        Move();
        var items = new List<YamlNode>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(Node(depth + 1, $"{path}[{items.Count}]"));
        }

        Move();
        return new YamlList((int)start.Start.Line, (int)start.Start.Column, items)
        {
            Size = 1 + items.Sum(item => item.Size),
            Depth = 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max(),
        };
    }

    private YamlMap Map(MappingStart start, int depth, string path)
    {
        Move();
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            var key = Key();
            var at = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            var value = Node(depth + 1, at);
            if (keys.Add(key.Text))
            {
                entries.Add(new YamlEntry(key, value));
            }
            else
            {
                _errors.Add(key.Line, key.Column, at, $"'{key.Text}' stands here twice; remove one.");
            }
        }

        Move();
        return new YamlMap((int)start.Start.Line, (int)start.Start.Column, entries)
        {
            Size = 1 + entries.Sum(entry => 1 + entry.Value.Size),
            Depth = 1 + entries.Select(entry => entry.Value.Depth).DefaultIfEmpty().Max(),
        };
    }

    private YamlScalar Key() => _parser.Current is Scalar { Tag.IsEmpty: true, Anchor.IsEmpty: true } key
        ? Leaf(key)
        : throw Refuse(_parser.Current!, "A key is a plain text; put text that starts with {, [, &, * or ! in quotes.");

    private YamlNode Aliased(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var node))
        {
            throw Refuse(alias, $"The alias *{alias.Value.Value} names no anchor before it; put text that starts with * in quotes.");
        }

        _aliased += node.Size;
        if (_aliased > MaxAliased || depth + node.Depth - 1 > MaxDepth)
        {
            throw Refuse(alias, $"The aliases expand to more than {MaxAliased} values or deeper than {MaxDepth} levels.");
        }

        Move();
        return node;
    }

    private void Take<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
        {
            Move();
        }

        if (_parser.Current is not T)
        {
            throw Refuse(_parser.Current!, "This is not YAML.");
        }

        Move();
    }

    private void Move() => _parser.MoveNext();

    private static YamlRefusal Refuse(ParsingEvent at, string message) => new(at.Start.Line, at.Start.Column, message);
}
