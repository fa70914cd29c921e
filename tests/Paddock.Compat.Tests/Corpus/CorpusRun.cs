using System.Collections.Concurrent;
using Paddock.TestKit.Api;

namespace Paddock.Compat.Tests.Corpus;

/// <summary>
/// Runs the corpus on one server. The rows of a theory run one after the other; each call is started while the row before it still waits.
/// </summary>
internal sealed class CorpusRun(PaddockClient client)
{
    private readonly ConcurrentDictionary<CorpusCase, Lazy<Task<FunctionAnswer>>> _answers = [];

    public Task<FunctionAnswer> AnswerAsync(string language, string file, string name)
    {
        var all = CorpusCases.Of(language);
        var index = all.Index().First(item => item.Item.File == file && item.Item.Name == name).Index;
        if (index + 1 < all.Count)
        {
            _ = Start(all[index + 1]);
        }

        return Start(all[index]);
    }

    private Task<FunctionAnswer> Start(CorpusCase one) =>
        _answers.GetOrAdd(one, _ => new Lazy<Task<FunctionAnswer>>(() => client.ExecuteAsync(one.Call(), CancellationToken.None))).Value;
}
