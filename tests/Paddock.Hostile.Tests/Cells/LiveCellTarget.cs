using System.Globalization;
using System.Text.Json;
using Paddock.Hostile.Tests.Frames;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests.Cells;

/// <summary>
/// Code in a cell that does to its descriptors what a script says: the same few operations in both languages, by the programs beside this file.
/// The number is a descriptor (1, 2, 3) or a time in milliseconds.
/// </summary>
internal sealed class LiveCellTarget(ServerProcess server) : IFuzzTarget
{
    private const int TimeoutSeconds = 1;
    private const int MaxPayload = 1 << 30;

    private static readonly string[] _common = ["write", "write", "write", "sleep", "close", "flood", "child", "exit", "return"];
    private static readonly string[] _pythonOnly = ["shutdown", "rights", "dup", "read", "kill", "nonblock", "peek"];
    private static readonly string[] _statuses = ["valid", "json_serialization_error", "error"];
    private static readonly string[] _reasons = ["exited", "timeout", "memory", "signal", "output_limit"];
    private static readonly string _python = Program("hostile.py");
    private static readonly string _javaScript = Program("hostile.js");

    public string Name => "cells";

    public Script Generate(Random random, Corpus corpus)
    {
        var isPython = random.Next(4) > 0;
        string[] words = isPython ? [.. _common, .. _pythonOnly] : _common;
        List<Step> steps = [new Step(isPython ? "python" : "javascript")];
        if (random.Next(3) == 0)
        {
            // As a frame would come, in pieces.
            steps.AddRange(FrameGenerator.Cut(random, FrameGenerator.Frame(random, 20_000)).Select(static piece => new Step("write", 3, piece)));
        }

        for (var more = random.Next(6); more > 0; more--)
        {
            var word = random.Any(words);
            steps.Add(new Step(word, word is "sleep" or "child" ? random.Any([0, 1, 20, 400]) : word is "exit" or "kill" ? random.Next(0, 65) : 1 + random.Next(3), Data(random, word)));
        }

        return new Script(steps);
    }

    public async Task<string> RunAsync(Script script, CancellationToken cancellationToken)
    {
        var isPython = script.Steps is not [{ Op: "javascript" }, ..];
        var call = new FunctionCall(isPython ? "python" : "javascript", isPython ? _python : _javaScript) { Timeout = TimeoutSeconds, Input = Input(script) };
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(120));
        var reply = await server.Client.PostAsync(call.ToJson(), bound.Token);
        if ((int)reply.Status == 429)
        {
            return "busy";
        }

        var answer = reply.Answer();
        _statuses.ShouldContain(answer.OutputStatus);
        answer.ExitCode.ShouldBeInRange(0, 255);
        _reasons.ShouldContain(answer.TerminationReason);
        answer.Duration.ShouldBeLessThan(60_000);
        (answer.Stdout.Length + answer.Stderr.Length).ShouldBeLessThan(31 << 20);
        if (answer.OutputStatus != "valid")
        {
            answer.Output.ValueKind.ShouldBe(JsonValueKind.Null, answer.ToString());
        }

        CompareFrames(script, answer);
        return $"{isPython} {answer.OutputStatus} {answer.TerminationReason} {answer.ExitCode} {answer.Output.ValueKind} {answer.Stdout.Length > 0} {answer.Stderr.Length > 0}";
    }

    /// <summary>Where all it did was to write a frame of its own, the protocol says what comes of it.</summary>
    private static void CompareFrames(Script script, FunctionAnswer answer)
    {
        byte[] sent = [.. script.Steps.Skip(1).TakeWhile(static step => step is { Op: "write", Number: 3 }).SelectMany(static step => step.Data)];
        var frame = FrameReference.Decode(sent, MaxPayload);
        var result = frame.Kind == "whole" ? FrameReference.Read(frame.Payload) : null;
        if (frame.Kind == "broken" || (frame.Kind == "whole" && result is null))
        {
            answer.OutputStatus.ShouldBe("error", $"a broken frame: {answer}");
        }
        else if (result is not null)
        {
            (answer.ExitCode, answer.OutputStatus).ShouldBe((result.ExitCode, _statuses[result.Status]), answer.ToString());
        }
    }

    private static byte[] Data(Random random, string word) => word switch
    {
        "write" or "rights" or "child" => random.Next(3) == 0 ? FrameGenerator.Frame(random, 20_000) : ByteMutator.Mutate(random, FrameGenerator.Frame(random, 200)),
        _ => [],
    };

    private static string Input(Script script) => $"[{string.Join(',', script.Steps.Skip(1).Select(static step =>
        string.Create(CultureInfo.InvariantCulture, $"[\"{step.Op}\",{step.Number},\"{Convert.ToHexString(step.Data)}\"]")))}]";

    private static string Program(string name)
    {
        using var stream = typeof(LiveCellTarget).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
