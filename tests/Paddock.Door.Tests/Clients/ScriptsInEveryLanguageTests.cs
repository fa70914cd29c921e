using Paddock.Door.Tests.Hosting;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Door.Tests.Clients;

/// <summary>Scripts of POST /v1/execute, each with an HTTP client that comes with its language.</summary>
public sealed class ScriptsInEveryLanguageTests(DoorFixture door) : DoorTest(door)
{
    private const string WithToken = """{"allow":[{"host":"api.example.com","auth":{"bearer":{"token":"tok_0123456789abcdef"}}},{"host":"plain.example.com"}]}""";

    /// <summary>Language, client, and code that posts ten bytes to each argument and prints the status and whether ten arrived.</summary>
    public static TheoryData<string, string, string> Clients => new()
    {
        { "python", "urllib", """
            import sys, urllib.request
            for url in sys.argv[1:]:
                answer = urllib.request.urlopen(url, b"0123456789", timeout=10)
                print(answer.status, b'"length":10' in answer.read())
            """ },
        { "javascript", "fetch", """
            for (const url of process.argv.slice(2)) {
              const answer = await fetch(url, { method: "POST", body: "0123456789" });
              console.log(answer.status, (await answer.text()).includes('"length":10') ? "True" : "False");
            }
            """ },
        { "ruby", "net/http", """
            require "net/http"
            ARGV.each do |url|
              answer = Net::HTTP.post(URI(url), "0123456789")
              puts "#{answer.code} #{answer.body.include?('"length":10').to_s.capitalize}"
            end
            """ },
        { "php", "streams", """
            <?php
            foreach (array_slice($argv, 1) as $url) {
                $body = file_get_contents($url, false, stream_context_create(['http' => ['method' => 'POST', 'header' => 'Content-Type: text/plain', 'content' => '0123456789']]));
                echo explode(' ', $http_response_header[0])[1], ' ', str_contains($body, '"length":10') ? 'True' : 'False', "\n";
            }
            """ },
        { "php", "curl", """
            <?php
            foreach (array_slice($argv, 1) as $url) {
                $client = curl_init($url);
                curl_setopt_array($client, [CURLOPT_POSTFIELDS => '0123456789', CURLOPT_RETURNTRANSFER => true]);
                $body = curl_exec($client);
                echo curl_getinfo($client, CURLINFO_RESPONSE_CODE), ' ', str_contains((string) $body, '"length":10') ? 'True' : 'False', "\n";
            }
            """ },
    };

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Clients))]
    public async Task Script_OverHttpsAndHttp_GetsItsAnswerAndNoCredential(string language, string client, string code)
    {
        var path = NewPath();

        var answer = await Door.Client.ExecuteAsync(
            new ScriptCall(language, code) { Http = WithToken, Args = [$"https://api.example.com{path}", $"http://plain.example.com{path}"] }, Cancellation);

        answer.ExitCode.ShouldBe(0, $"{client}: {answer}");
        answer.ShouldSucceed("200 True\n200 True\n");
        var seen = Door.Upstream.Seen(path);
        seen.Select(request => request.Host).ShouldBe([Hosts.Api, Hosts.Plain], ignoreOrder: true);
        seen.Single(request => request.Host == Hosts.Api).Header("Authorization").ShouldBe("Bearer tok_0123456789abcdef");
    }
}
