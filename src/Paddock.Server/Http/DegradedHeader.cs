using Paddock.Core.Executions;

namespace Paddock.Server.Http;

/// <summary>Tells every caller when the cage is not whole: <c>Paddock-Degraded: cgroup</c>.</summary>
internal sealed class DegradedHeader(ISandbox sandbox)
{
    public const string Name = "Paddock-Degraded";

    // The first request comes after the sandbox has started, and what is missing is settled then.
    private readonly Lazy<string> _layers = new(() => string.Join(", ", sandbox.GetHealth().Degraded));

    /// <summary>Names the missing layers on <paramref name="response"/>, if there are any.</summary>
    public void Mark(HttpResponse response)
    {
        if (_layers.Value is { Length: > 0 } layers)
        {
            response.Headers[Name] = layers;
        }
    }
}
