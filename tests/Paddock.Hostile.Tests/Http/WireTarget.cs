using System.Text;
using System.Text.Json;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Hostile.Tests.Json;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests.Http;

/// <summary>The product's server on a socket.</summary>
internal sealed class WireTarget(ServerProcess server) : IFuzzTarget
{
    /// <summary>What Kestrel says of requests that are none, before anything of ours sees them: without a body (docs/api).</summary>
    private static readonly int[] _maybeBare = [400, 405, 408, 411, 413, 414, 431, 505];

    /// <summary>Each success has one of these: a function's, a script's, of health, of the document, of lists, of a tool, of a secret and of a runtime.</summary>
    private static readonly string[] _marks = ["execution", "exit_code", "status", "openapi", "tools", "secrets", "runtimes", "data", "revision_id", "name", "deleted"];

    public string Name => "http";

    public Script Generate(Random random, Corpus corpus) => WireGenerator.Generate(random, corpus);

    public async Task<string> RunAsync(Script script, CancellationToken cancellationToken)
    {
        using var exchange = new RawExchange(server.Port);
        var bytes = await exchange.RunAsync(script, cancellationToken);
        var sent = Encoding.Latin1.GetString([.. script.Steps.Where(static step => step.Op == "send").SelectMany(static step => step.Data)]);
        var isWhole = script.Steps is [{ Op: "whole" }, ..] && script.Steps[^1].Op == "wait";
        List<HttpAnswer> answers = exchange.WasReset || !isWhole ? Whatever(bytes, sent) : HttpAnswer.ReadAll(bytes, sent.Contains("HEAD", StringComparison.Ordinal));
        foreach (var answer in answers)
        {
            Check(answer);
        }

        if (isWhole)
        {
            answers.Count.ShouldBe(1, "a whole request has one answer");
            Compare(script.Steps[0].Data, answers[0]);
        }

        return string.Join(" | ", answers.Take(3).Select(static answer => $"{answer.Status} {Behaviour.Of(answer.Status == 200 ? Shape(answer) : answer.Text)}"));
    }

    /// <summary>Who resets, or says that no more comes while an answer is on its way, gets what was there by then: only its end may be missing.</summary>
    private static List<HttpAnswer> Whatever(byte[] bytes, string sent)
    {
        try
        {
            return HttpAnswer.ReadAll(bytes, sent.Contains("HEAD", StringComparison.Ordinal));
        }
        catch (ShouldAssertException e) when (e.Message.Contains("was cut off", StringComparison.Ordinal) || e.Message.Contains("without an end", StringComparison.Ordinal))
        {
            return [];
        }
    }

    private static void Check(HttpAnswer answer)
    {
        switch (answer.Status)
        {
            case 100:
                return;
            case 200:
                using (var json = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 2000 }))
                {
                    _marks.Any(mark => json.RootElement.TryGetProperty(mark, out _)).ShouldBeTrue(answer.Text);
                }

                return;
            case 505:
                answer.Body.ShouldBeEmpty();
                return;
        }

        (answer.Status is >= 400 and < 500).ShouldBeTrue($"{answer.Status} {answer.Text}");
        if (answer.Body.Length == 0)
        {
            // HEAD has none either.
            (_maybeBare.Contains(answer.Status) || answer.Headers["Content-Length"] != "0").ShouldBeTrue($"{answer.Status} without a body");
            return;
        }

        answer.Headers["Content-Type"].ShouldBe("application/json");
        using var error = JsonDocument.Parse(answer.Body);
        error.RootElement.GetProperty("code").GetInt32().ShouldBeOneOf(3, 5, 7, 8, 12, 16);
        error.RootElement.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    private static void Compare(byte[] body, HttpAnswer answer)
    {
        int[] wanted = BodyOracle.Judge(body) switch
        {
            BodyOracle.Verdict.Accepted => [200, 429],
            BodyOracle.Verdict.NotFound => [404],
            BodyOracle.Verdict.Refused => [400],
            _ => [200, 400, 404, 429, 501],
        };
        wanted.ShouldContain(answer.Status, $"the contract expects {string.Join(" or ", wanted)}: {answer.Text[..Math.Min(500, answer.Text.Length)]}");
    }

    private static string Shape(HttpAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 2000 });
        return json.RootElement.TryGetProperty("execution", out var execution)
            ? $"{json.RootElement.GetProperty("output_status")} {json.RootElement.GetProperty("output").ValueKind} {execution.GetProperty("exit_code")} {execution.GetProperty("termination_reason")}"
            : "health";
    }
}
