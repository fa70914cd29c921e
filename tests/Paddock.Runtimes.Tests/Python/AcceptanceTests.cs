using System.Globalization;
using System.Text;
using System.Text.Json;
using Paddock.Runtimes.Tests.Hosting;

namespace Paddock.Runtimes.Tests.Python;

/// <summary>The programs of the original's users that need packages.</summary>
public sealed class AcceptanceTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    private const int Lines = 19_625;

    [Fact]
    public async Task Program8_TablesOfAPageOnStdin_ArePrintedAsJson()
    {
        var revision = (await Runtimes.BuildPythonAsync("beautifulsoup4\n", Cancellation)).ShouldHaveSucceeded();
        const string code = """
            import sys, json
            from bs4 import BeautifulSoup
            soup = BeautifulSoup(sys.stdin.read(), "html.parser")
            tables = []
            for table in soup.find_all("table"):
                headers = [th.get_text(strip=True) for th in table.find_all("th")]
                rows = [[td.get_text(strip=True) for td in tr.find_all("td")] for tr in table.find_all("tr") if tr.find_all("td")]
                tables.append({"headers": headers, "rows": rows})
            print(json.dumps({"tables": tables}))
            """;
        const string page = "<table><tr><th>Name</th><th>Age</th></tr><tr><td>Amy</td><td>31</td></tr><tr><td>Bo &amp; Co</td><td>7</td></tr></table>";
        var answer = await Runtimes.RunAsync(revision, "python", code, Cancellation, page);
        answer.Stderr.ShouldBeEmpty();
        answer.Stdout.ShouldBe("""{"tables": [{"headers": ["Name", "Age"], "rows": [["Amy", "31"], ["Bo & Co", "7"]]}]}""" + "\n");
    }

    [Fact]
    public async Task Program9_LargeTableWithPandasAndMatplotlib_IsAPicture()
    {
        var revision = (await Runtimes.BuildPythonAsync("pandas==1.5.3\nmatplotlib\n", Cancellation)).ShouldHaveSucceeded();
        revision.Lock.ShouldContain("numpy==1.24.2 --hash=sha256:");
        const string code = """
            import pandas as pd
            import matplotlib.pyplot as plt
            import io, base64
            def execute(input):
                frame = pd.read_csv(io.StringIO(input["data"]))
                sums = frame.groupby("region")["amount"].sum()
                figure, axes = plt.subplots()
                sums.plot(kind="bar", ax=axes)
                buffer = io.BytesIO()
                figure.savefig(buffer, format="png")
                return {"image": base64.b64encode(buffer.getvalue()).decode(), "rows": len(frame), "total": int(frame["amount"].sum())}
            """;
        var answer = await Runtimes.CallAsync(revision, "python", code, Cancellation, new { data = Table() });
        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.Stderr.ShouldBeEmpty();
        answer.Output.GetProperty("rows").GetInt32().ShouldBe(Lines - 1);
        answer.Output.GetProperty("total").GetInt32().ShouldBe(Enumerable.Range(0, Lines - 1).Sum(static i => i % 997));
        var picture = Convert.FromBase64String(answer.Output.GetProperty("image").GetString()!);
        picture[..8].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        picture.Length.ShouldBeGreaterThan(4000);
    }

    [Fact]
    public async Task Program18_PinnedVersions_AreThoseThatAreImported()
    {
        var revision = (await Runtimes.BuildPythonAsync("pandas==1.5.3\nnumpy==1.24.2", Cancellation)).ShouldHaveSucceeded();
        var answer = await Runtimes.CallAsync(revision, "python", "import pandas, numpy\ndef execute(input): return [pandas.__version__, numpy.__version__, numpy.arange(4).sum().item()]", Cancellation);
        answer.Output.GetRawText().ShouldBe("""["1.5.3","1.24.2",6]""", answer.ToString());
    }

    [Fact]
    public async Task Program18_VersionThatDoesNotExist_FailsWithALogThatSaysWhy() =>
        (await Runtimes.BuildPythonAsync("pandas==99.1\n", Cancellation)).ShouldHaveFailed("pandas==99.1");

    [Fact]
    public async Task Plotly_WithItsThousandsOfModules_DrawsAFigure()
    {
        var revision = (await Runtimes.BuildPythonAsync("plotly", Cancellation)).ShouldHaveSucceeded();
        const string code = """
            import plotly.graph_objects as go
            def execute(input):
                return go.Figure(go.Bar(x=["a", "b"], y=[1, 2])).to_json()
            """;
        var answer = await Runtimes.CallAsync(revision, "python", code, Cancellation);
        using var figure = JsonDocument.Parse(answer.Output.GetString() ?? throw new InvalidOperationException(answer.ToString()));
        figure.RootElement.GetProperty("data")[0].GetProperty("type").GetString().ShouldBe("bar");
    }

    private static string Table()
    {
        var text = new StringBuilder("id,region,amount\n");
        for (var i = 0; i < Lines - 1; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},\"region {i % 7}\",{i % 997}\n");
        }

        return text.ToString();
    }
}
