using System.CommandLine;
using System.Globalization;

namespace Paddock.Cli.Commands;

/// <summary>Options that take a whole number, with a message that says so.</summary>
internal static class NumberOption
{
    public static Option<long?> Create(string name, string helpName, string description, string example) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }

            result.AddError($"{name} is `{text}`, but must be {example}");
            return null;
        },
    };
}
