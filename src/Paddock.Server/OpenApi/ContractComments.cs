using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Paddock.Contracts.Executions;

namespace Paddock.Server.OpenApi;

/// <summary>The doc comments of the wire types, from the file that the compiler lays beside them. Without that file there are none.</summary>
internal sealed class ContractComments
{
    private static readonly Assembly _contracts = typeof(ExecutionResult).Assembly;

    private readonly Dictionary<string, XElement> _summaries = new(StringComparer.Ordinal);

    public static ContractComments Load()
    {
        ContractComments comments = new();
        string file = Path.Combine(AppContext.BaseDirectory, $"{_contracts.GetName().Name}.xml");
        if (File.Exists(file))
        {
            foreach (XElement member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name && member.Element("summary") is { } summary)
                {
                    comments._summaries[name] = summary;
                }

                // A record's own parameters are its properties.
                foreach (XElement parameter in member.Elements("param"))
                {
                    string type = member.Attribute("name")!.Value.Replace(".#ctor", "", StringComparison.Ordinal).Split('(')[0][2..];
                    comments._summaries[$"P:{type}.{parameter.Attribute("name")!.Value}"] = parameter;
                }
            }
        }

        return comments;
    }

    /// <summary>What is said of a type; null when nothing is.</summary>
    public string? Of(Type type) => Text($"T:{type.FullName}");

    /// <summary>What is said of a property; null when nothing is.</summary>
    public string? Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private string? Text(string name) => _summaries.TryGetValue(name, out XElement? summary) ? Text(summary) : null;

    private static string Text(XElement comment)
    {
        StringBuilder text = new();
        foreach (XNode node in comment.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" } see => Reference(see.Attribute("cref")?.Value ?? ""),
                XElement other => Text(other),
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A property by its name on the wire; a class of constants by these.</summary>
    private static string Reference(string cref)
    {
        string name = cref[(cref.LastIndexOf('.') + 1)..];
        string type = cref.StartsWith("P:", StringComparison.Ordinal) ? cref[2..cref.LastIndexOf('.')] : cref[2..];
        if (_contracts.GetType(type) is not { } known)
        {
            return $"`{name}`";
        }

        return known.GetProperty(name)?.GetCustomAttribute<JsonPropertyNameAttribute>() is { } wire
            ? $"`{wire.Name}`"
            : known is { IsAbstract: true, IsSealed: true } ? string.Join(", ", Constants(known).Select(static value => $"`{value}`")) : $"`{name}`";
    }

    /// <summary>The values of a class of constants.</summary>
    public static IEnumerable<object> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral).Select(static field => field.GetRawConstantValue()!);
}
