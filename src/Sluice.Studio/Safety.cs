using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Sluice.Studio;

/// <summary>Who may ask the studio, for what, and how often.</summary>
/// <param name="bind">The address that it listens at.</param>
internal sealed class Safety(IPAddress bind)
{
    private const string Cookie = "sluice-studio";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>What must be shown where others than this machine can reach the studio; else null.</summary>
    public string? Token { get; } = IPAddress.IsLoopback(bind) ? null : Convert.ToHexString(RandomNumberGenerator.GetBytes(24)).ToLowerInvariant();

    /// <summary>Limits the requests of each address: 200 a second for a long time, 1,000 at once.</summary>
    public static void Limit(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (rejected, stop) =>
            await rejected.HttpContext.Response.WriteAsJsonAsync(Complaint.Plain("Too many requests at once. Wait a second."), stop);
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 1000,
                TokensPerPeriod = 100,
                ReplenishmentPeriod = TimeSpan.FromSeconds(0.5),
                QueueLimit = 0
            }));
    }

    /// <summary>Puts the rules before everything else.</summary>
    public void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (Refusal(context) is { } reason)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsJsonAsync(Complaint.Plain(reason));
            return;
        }

        Connections.Asked(context);

        // The token leaves the address, where histories, links and logs would keep it.
        if (Token is not null
            && HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api")
            && context.Request.Query.ContainsKey("token"))
        {
            var rest = context.Request.Query.Where(q => q.Key != "token").SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)));
            headers.Location = context.Request.Path + QueryString.Create(rest);
            context.Response.StatusCode = StatusCodes.Status302Found;
            return;
        }

        await next(context);
    });

    /// <summary>Why a request is refused, or null.</summary>
    private string? Refusal(HttpContext context)
    {
        var request = context.Request;

        // A name of another site that leads to this machine is not this machine.
        if (Token is null && request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]") && request.Host.Host != bind.ToString())
            return "The studio answers to localhost alone.";

        // A link from elsewhere may open the page; nothing from elsewhere may ask for data or change anything.
        bool page = HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api");
        if (!page && request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return "The request comes from another site.";
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}")
            return "The request comes from another site.";
        return Token is null || Shown(context) ? null : "The studio listens beyond this machine and needs the token of the address that it printed.";
    }

    private bool Shown(HttpContext context)
    {
        var request = context.Request;
        if (Is(request.Cookies[Cookie])
            || Is(request.Headers.Authorization.ToString() is { } given && given.StartsWith("Bearer ", StringComparison.Ordinal) ? given[7..] : null))
            return true;
        if (!Is(request.Query["token"])) return false;
        context.Response.Cookies.Append(Cookie, Token!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
        return true;

        bool Is(string? shown)
            => shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(Token!));
    }
}
