namespace Paddock.Escape.Tests.Payloads;

/// <summary>One attack, written for each runtime. Both may use what stands in <see cref="Prelude"/>.</summary>
/// <param name="Python">For Python.</param>
/// <param name="Script">For JavaScript and TypeScript.</param>
internal sealed record Payload(string Python, string Script)
{
    public string In(string language) => language == Languages.Python ? $"{Prelude.Python}\n{Python}" : $"{Prelude.Script}\n{Script}";
}
