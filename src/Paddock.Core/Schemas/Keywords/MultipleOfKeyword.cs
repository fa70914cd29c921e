using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>multipleOf</c>.</summary>
internal sealed class MultipleOfKeyword : Assertion
{
    // A division by more digits is no schema's business, and slow.
    private const int MaxDigits = 1000;

    // Digits of the input that one step divides, by a divisor of ordinary length.
    private const int DigitsInAStep = 64;

    private readonly ExactNumber _divisor;
    private readonly string _text;

    private MultipleOfKeyword(KeywordSource source, ExactNumber divisor)
        : base(source) => (_divisor, _text) = (divisor, Show.Value(source.Value));

    public static MultipleOfKeyword? Read(KeywordSource source)
    {
        ExactNumber? divisor = source.Value.ValueKind == JsonValueKind.Number ? ExactNumber.Of(source.Value) : null;
        if (divisor is null or { Sign: <= 0 } || divisor.Digits.Length > MaxDigits)
        {
            source.Builder.Refuse(source.Path, $"must be a number above 0 of at most {MaxDigits} digits, not {Show.Value(source.Value)}");
            return null;
        }

        return new MultipleOfKeyword(source, divisor);
    }

    protected override bool Holds(Instance instance, Evaluation run)
    {
        if (instance.Kind != JsonValueKind.Number)
        {
            return true;
        }

        ExactNumber number = instance.Number;
        return run.Budget.TrySpend((number.Digits.Length / DigitsInAStep) * (1L + (_divisor.Digits.Length / 20))) && number.IsMultipleOf(_divisor);
    }

    protected override string Rule(Instance instance) => $"must be a multiple of {_text}, and is {Phrases.Value(instance)}";
}
