using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for what people call their tools and secrets.</summary>
internal static class NameRules
{
    private const int MaxCharacters = 256;

    public static Rejection? Read(JsonElement element, out string name)
    {
        if (JsonText.ReadString(element, out name) is { } problem)
        {
            return Rejection.Invalid($"name {problem}");
        }

        if (name.Length == 0)
        {
            return Rejection.Invalid($"name must not be empty; give it 1 to {MaxCharacters} characters");
        }

        int characters = name.EnumerateRunes().Count();
        if (characters > MaxCharacters)
        {
            return Rejection.Invalid($"name has {characters} characters, but at most {MaxCharacters} are allowed");
        }

        return name.Any(char.IsControl) ? Rejection.Invalid($"name {Show.Text(name)} must not contain control characters") : null;
    }
}
