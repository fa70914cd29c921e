using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Paddock.Core.Schemas.Values;

/// <summary>
/// Equality as JSON Schema has it: 1 and 1.0 are equal, the order of members means nothing. All work is paid for; what a spent budget leaves undone
/// comes out as unequal, and who asked has to look at the budget.
/// </summary>
internal static class JsonEquality
{
    // Bytes of a number or text that are read in one step.
    private const int BytesInAStep = 32;

    public static bool AreEqual(JsonElement one, JsonElement other, StepBudget budget)
    {
        if (one.ValueKind != other.ValueKind || !TryPay(one, budget))
        {
            return false;
        }

        return one.ValueKind switch
        {
            JsonValueKind.String => JsonNames.Text(one) == JsonNames.Text(other),
            JsonValueKind.Number => ExactNumber.Of(one).CompareTo(ExactNumber.Of(other)) == 0,
            JsonValueKind.Array => AreEqualLists(one, other, budget),
            JsonValueKind.Object => AreEqualObjects(one, other, budget),
            _ => true,
        };
    }

    /// <summary>The same for values that are equal.</summary>
    public static int Hash(JsonElement element, StepBudget budget)
    {
        if (!TryPay(element, budget))
        {
            return 0;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return JsonNames.Text(element).GetHashCode(StringComparison.Ordinal);
            case JsonValueKind.Number:
                return ExactNumber.Of(element).Hash();
            case JsonValueKind.Array:
                HashCode list = default;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    list.Add(Hash(item, budget));
                }

                return list.ToHashCode();
            case JsonValueKind.Object:
                int sum = 0; // whatever the order
                foreach ((string name, JsonElement value) in JsonNames.Members(element))
                {
                    sum += HashCode.Combine(name, Hash(value, budget));
                }

                return sum;
            default:
                return (int)element.ValueKind;
        }
    }

    private static bool TryPay(JsonElement element, StepBudget budget)
    {
        long steps = element.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? 1 + (JsonMarshal.GetRawUtf8Value(element).Length / BytesInAStep)
            : 1;
        if (!budget.TrySpend(steps))
        {
            return false;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            budget.TrySpend(long.MaxValue);
            return false;
        }

        return true;
    }

    private static bool AreEqualLists(JsonElement one, JsonElement other, StepBudget budget)
    {
        if (one.GetArrayLength() != other.GetArrayLength())
        {
            return false;
        }

        JsonElement.ArrayEnumerator others = other.EnumerateArray();
        foreach (JsonElement item in one.EnumerateArray())
        {
            others.MoveNext();
            if (!AreEqual(item, others.Current, budget))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqualObjects(JsonElement one, JsonElement other, StepBudget budget)
    {
        Dictionary<string, JsonElement> members = JsonNames.Members(one);
        Dictionary<string, JsonElement> others = JsonNames.Members(other);
        if (members.Count != others.Count || !budget.TrySpend(members.Count))
        {
            return false;
        }

        foreach ((string name, JsonElement value) in members)
        {
            if (!others.TryGetValue(name, out JsonElement twin) || !AreEqual(value, twin, budget))
            {
                return false;
            }
        }

        return true;
    }
}
