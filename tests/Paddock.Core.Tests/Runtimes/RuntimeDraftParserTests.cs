using System.Text;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tests.Runtimes;

public sealed class RuntimeDraftParserTests
{
    private const string Python = """ "name":"r","language":"python" """;
    private const string JavaScript = """ "name":"r","language":"javascript" """;
    private const string Requirements = """ "manifest_file":{"name":"requirements.txt","contents":"a==1"} """;

    [Theory]
    [InlineData("PYTHON", "requirements.txt", "a==1\\nb", "null", "python/microvm/requirements.txt/a==1\nb/")]
    [InlineData("JavaScript", "package.json", "{\\\"dependencies\\\":{}}", "null", "javascript/v8/package.json/{\"dependencies\":{}}/")]
    [InlineData("python", "requirements.txt", "", "\"WASI\"", "python/wasi/requirements.txt//")]
    public void Runtime_WithWhatIsRequired_IsRead(string language, string name, string contents, string engine, string expected)
    {
        string body = $$"""{"name":"r","language":"{{language}}","unknown":[1],"engine":{{engine}},"manifest_file":{"name":"{{name}}","contents":"{{contents}}","x":1},"additional_python_imports":" \n"}""";
        Parser().ParseRuntime(Encoding.UTF8.GetBytes(body), out RuntimeDraft? draft).ShouldBeNull();
        $"{RuntimeNames.Of(draft!.Language)}/{draft.Engine}/{draft.Revision.ManifestName}/{draft.Revision.Manifest}/{draft.Revision.Imports}".ShouldBe(expected);
    }

    [Fact]
    public void Imports_OfAPythonRevision_AreKeptAsTheyAre()
    {
        Parser().ParseRevision(Encoding.UTF8.GetBytes($$"""{ {{Requirements}},"additional_python_imports":"import pandas as pd\nimport json" }"""), RuntimeLanguage.Python, out RevisionDraft? draft).ShouldBeNull();
        draft!.Imports.ShouldBe("import pandas as pd\nimport json");
    }

    [Theory]
    [InlineData("", "the body must be a JSON object with name, language and manifest_file, not a list")]
    [InlineData("{}", "name is required and must be a string")]
    [InlineData("{\"name\":\"r\"}", "language is required and must be a string: \"python\" or \"javascript\"")]
    [InlineData("{\"name\":\"r\",\"language\":\"TypeScript\"}", "language \"typescript\" has no runtimes of its own; use \"javascript\", whose revisions serve both")]
    [InlineData("{\"name\":\"r\",\"language\":\"ruby\"}", "language \"ruby\" has no runtimes; use \"python\" or \"javascript\"")]
    [InlineData("{" + Python + ",\"engine\":\"qemu\"}", "engine \"qemu\" is not known; use \"wasi\", \"microvm\" or \"v8\", or leave it out: Paddock has one engine, which runs all of them")]
    [InlineData("{" + Python + ",\"engine\":5}", "engine must be a string, not a number: \"wasi\", \"microvm\" or \"v8\"; leave it out for \"microvm\"")]
    [InlineData("{" + Python + "}", "manifest_file is required and must be an object such as {\"name\":\"requirements.txt\",\"contents\":\"…\"}")]
    [InlineData("{" + Python + ",\"manifest_file\":\"a==1\"}", "manifest_file must be an object such as {\"name\":\"requirements.txt\",\"contents\":\"…\"}, not a string")]
    [InlineData("{" + Python + ",\"manifest_file\":{}}", "manifest_file.name is required and must be a string: \"requirements.txt\"")]
    [InlineData("{" + Python + ",\"manifest_file\":{\"name\":\"package.json\"}}", "manifest_file.name is \"package.json\", but must be \"requirements.txt\" for language \"python\"")]
    [InlineData("{" + JavaScript + "," + Requirements + "}", "manifest_file.name is \"requirements.txt\", but must be \"package.json\" for language \"javascript\"")]
    [InlineData("{" + Python + ",\"manifest_file\":{\"name\":\"requirements.txt\",\"contents\":5}}", "manifest_file.contents must be a string, not a number")]
    [InlineData("{" + Python + ",\"manifest_file\":{\"name\":\"requirements.txt\",\"contents\":\"123456789\"}}", "manifest_file.contents has 9 bytes, but at most 8 are allowed; shorten it, or raise Runtimes__MaxManifestBytes on the server")]
    [InlineData("{" + Python + ",\"manifest_file\":{\"name\":\"requirements.txt\",\"contents\":\"\\u0000\"}}", "manifest_file.contents must not contain a NUL character (\\u0000)")]
    [InlineData("{" + JavaScript + ",\"manifest_file\":{\"name\":\"package.json\",\"contents\":\"[]\"}}", "manifest_file.contents must be a JSON object, as a package.json is, not a list")]
    [InlineData("{" + JavaScript + ",\"manifest_file\":{\"name\":\"package.json\",\"contents\":\"{\\n}}\"}}", "manifest_file.contents must be a JSON object, as a package.json is, but is not valid JSON (line 2, byte 2)")]
    [InlineData("{" + JavaScript + ",\"manifest_file\":{\"name\":\"package.json\",\"contents\":\"{}\"},\"additional_python_imports\":\"import a\"}", "additional_python_imports is \"import a\", but only a runtime of language \"python\" has imports; leave it out")]
    [InlineData("{" + Python + "," + Requirements + ",\"additional_python_imports\":[]}", "additional_python_imports must be a string, not a list")]
    [InlineData("{" + Python + "," + Requirements + ",\"additional_python_imports\":\"import abc\"}", "additional_python_imports has 10 bytes, but at most 9 are allowed; shorten it, or raise Runtimes__MaxImportsBytes on the server")]
    public void Runtime_ThatBreaksARule_IsRefused(string body, string message) => Parser(new RuntimesOptions { MaxManifestBytes = 8, MaxImportsBytes = 9 })
        .ParseRuntime(Encoding.UTF8.GetBytes(body.Length == 0 ? "[]" : body), out _).ShouldBe(new Rejection(3, message));

    [Fact]
    public void Revision_WithoutAManifest_IsRefused() => Parser().ParseRevision("{}"u8.ToArray(), RuntimeLanguage.JavaScript, out _)
        .ShouldBe(new Rejection(3, "manifest_file is required and must be an object such as {\"name\":\"package.json\",\"contents\":\"…\"}"));

    private static RuntimeDraftParser Parser(RuntimesOptions? options = null) => new(new ExecutionsOptions(), options ?? new RuntimesOptions());
}
