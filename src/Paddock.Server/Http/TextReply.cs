using System.Text;

namespace Paddock.Server.Http;

/// <summary>Writes plain text with status 200. What a build printed is in it, so no browser may take it for something else.</summary>
internal static class TextReply
{
    public static async Task WriteAsync(HttpResponse response, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, response.HttpContext.RequestAborted);
    }
}
