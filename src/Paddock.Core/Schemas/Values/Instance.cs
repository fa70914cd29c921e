using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Paddock.Core.Schemas.Values;

/// <summary>A value of the input at its place. What is read of it is read once, when somebody asks.</summary>
internal sealed class Instance
{
    // Bytes of a text or number that are read in one step.
    private const int BytesInAStep = 32;

    private readonly Instance? _parent;
    private readonly string? _name;
    private readonly int _index;
    private readonly StepBudget _budget;
    private Dictionary<string, JsonElement>? _members;
    private string? _text;
    private ExactNumber? _number;

    private JsonElement _element;

    public Instance(JsonElement element, StepBudget budget) => (_element, Kind, _budget) = (element, element.ValueKind, budget);

    private Instance(JsonElement element, Instance parent, string? name, int index)
        : this(element, parent._budget) => (_parent, _name, _index, Depth) = (parent, name, index, parent.Depth + 1);

    private Instance(string name, Instance parent)
    {
        (_parent, _name, _text, _budget, Depth) = (parent, name, name, parent._budget, parent.Depth + 1);
        (Kind, IsName) = (JsonValueKind.String, true);
    }

    public JsonElement Element
    {
        get
        {
            if (_element.ValueKind == JsonValueKind.Undefined)
            {
                _element = JsonNames.Quote(Text);
            }

            return _element;
        }
    }

    /// <summary>How many steps it is below the whole input.</summary>
    public int Depth { get; }

    public JsonValueKind Kind { get; }

    /// <summary>The members of an object.</summary>
    public Dictionary<string, JsonElement> Members
    {
        get
        {
            if (_members is null)
            {
                _members = JsonNames.Members(Element);
                _budget.TrySpend(_members.Count);
            }

            return _members;
        }
    }

    /// <summary>The text of a string.</summary>
    public string Text => _text ??= Pay(JsonNames.Text(Element));

    /// <summary>The value of a number.</summary>
    public ExactNumber Number
    {
        get
        {
            if (_number is null)
            {
                _budget.TrySpend(JsonMarshal.GetRawUtf8Value(Element).Length / BytesInAStep);
                _number = ExactNumber.Of(Element);
            }

            return _number;
        }
    }

    public Instance Member(string name, JsonElement value) => new(value, this, name, 0);

    public Instance Item(int index, JsonElement value) => new(value, this, null, index);

    /// <summary>A name of one of the members, as a string to be checked; it stands where its object stands.</summary>
    public Instance Name(string name) => new(name, this);

    /// <summary>True for what <see cref="Name"/> gave.</summary>
    public bool IsName { get; }

    /// <summary>Where it stands, as a JSON pointer; empty for the whole input.</summary>
    public string Path()
    {
        List<string> tokens = [];
        for (Instance instance = this; instance._parent is { } parent; instance = parent)
        {
            if (!instance.IsName)
            {
                tokens.Add(instance._name is { } name ? JsonPointer.Escape(name) : instance._index.ToString(CultureInfo.InvariantCulture));
            }
        }

        tokens.Reverse();
        return JsonPointer.Join(tokens);
    }

    private string Pay(string text)
    {
        _budget.TrySpend(text.Length / BytesInAStep);
        return text;
    }
}
