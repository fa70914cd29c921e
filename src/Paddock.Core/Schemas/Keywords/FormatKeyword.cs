using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>format</c>, where it is a rule.</summary>
internal sealed class FormatKeyword : Assertion
{
    private const int CharactersInAStep = 16;

    private readonly string _format;
    private readonly Func<string, bool> _check;

    private FormatKeyword(KeywordSource source, string format, Func<string, bool> check)
        : base(source) => (_format, _check) = (format, check);

    public static FormatKeyword? Read(KeywordSource source)
    {
        if (source.Value.ValueKind != JsonValueKind.String)
        {
            source.Builder.Refuse(source.Path, $"must be a string, the name of a format, not {Show.Value(source.Value)}");
            return null;
        }

        string format = JsonNames.Text(source.Value);
        return source.Builder.Options.AssertFormats && Formats.KnownFormats.Find(format) is { } check ? new FormatKeyword(source, format, check) : null;
    }

    protected override bool Holds(Instance instance, Evaluation run) =>
        instance.Kind != JsonValueKind.String || (run.Budget.TrySpend(instance.Text.Length / CharactersInAStep) && _check(instance.Text));

    protected override string Rule(Instance instance) => $"must be of the format {_format}, and is {Phrases.Value(instance)}";
}
