using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>files</c>.</summary>
internal static class FileRules
{
    public static Rejection? Read(JsonElement element, ExecutionsOptions options, out List<InputFile> files)
    {
        files = [];
        if (element.IsAbsent())
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            return Rejection.Invalid($"files must be a list of objects with path and contents, not {Show.Kind(element)}");
        }

        int count = element.GetArrayLength();
        if (count > options.MaxFiles)
        {
            return Rejection.Invalid(
                $"files has {count} entries, but at most {options.MaxFiles} are allowed ({ExecutionsOptions.Setting(nameof(options.MaxFiles))})");
        }

        files.EnsureCapacity(count);
        long total = 0;
        foreach (JsonElement entry in element.EnumerateArray())
        {
            if (ReadFile(entry, files.Count, out InputFile? file) is { } rejection)
            {
                return rejection;
            }

            files.Add(file!);
            total += Encoding.UTF8.GetByteCount(file!.Contents);
        }

        if (total > options.MaxFileBytesTotal)
        {
            return Rejection.Invalid(
                $"files have contents of {total} bytes together, but at most {options.MaxFileBytesTotal} are allowed ({ExecutionsOptions.Setting(nameof(options.MaxFileBytesTotal))})");
        }

        return Layer.IsOn("request-checks") ? FilePaths.CheckTogether(files) : null;
    }

    private static Rejection? ReadFile(JsonElement entry, int index, out InputFile? file)
    {
        file = null;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return Rejection.Invalid($"files[{index}] must be an object with path and contents, not {Show.Kind(entry)}");
        }

        string? problem = JsonText.ReadString(JsonText.Find(entry, "path"), out string path);
        if (problem is not null)
        {
            return Rejection.Invalid($"files[{index}].path {problem}");
        }

        if (FilePaths.Check(path) is { } rule && Layer.IsOn("request-checks"))
        {
            return Rejection.Invalid($"files[{index}].path {Show.Text(path)} {rule}");
        }

        // Older clients write content.
        JsonElement contents = JsonText.Find(entry, "contents");
        if (contents.IsAbsent() && JsonText.Find(entry, "content") is { ValueKind: not JsonValueKind.Undefined } content)
        {
            contents = content;
        }

        problem = JsonText.ReadString(contents, out string text);
        if (problem is not null)
        {
            return Rejection.Invalid($"files[{index}].contents {problem}");
        }

        file = new InputFile(path, text);
        return null;
    }
}
