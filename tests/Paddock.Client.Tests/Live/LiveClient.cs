using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Live;

/// <summary>Clients of the real server.</summary>
internal static class LiveClient
{
    public static PaddockClient Of(ServerFixture fixture, string key = ServerSettings.Key) =>
        new(new PaddockClientOptions { ApiKey = key, BaseUrl = fixture.Client.Address });
}
