using Microsoft.AspNetCore.Http;

namespace Sluice.Serving;

/// <summary>A request that is refused, with the status of the answer and a sentence.</summary>
internal sealed class ServingException(int status, string message) : SluiceException(message)
{
    public int Status => status;

    /// <summary>Seconds after which to ask again, or 0.</summary>
    public int RetryAfter { get; init; }

    public static ServingException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ServingException Unknown(string message) => new(StatusCodes.Status404NotFound, message);

    public static ServingException Busy(string message, int seconds)
        => new(StatusCodes.Status429TooManyRequests, message) { RetryAfter = Math.Clamp(seconds, 1, 60) };
}
