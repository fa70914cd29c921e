using System.Text.Json;

namespace Paddock.TestKit.Api;

/// <summary>The parts of <c>GET /health</c> that tests wait on.</summary>
internal sealed record HealthReport(int Ready, int Running, int Queued)
{
    public static HealthReport From(JsonElement json)
    {
        var pools = json.GetProperty("pools").EnumerateArray().ToList();
        int Sum(string member) => pools.Sum(pool => pool.GetProperty(member).GetInt32());
        return new HealthReport(Sum("ready"), Sum("running"), Sum("queued"));
    }
}
