using Microsoft.AspNetCore.Http;

namespace Sluice.Studio;

/// <summary>
/// Requests that compute for long take turns, so that short ones, of other pages too, are answered meanwhile; who no longer waits for an answer loses
/// his place.
/// </summary>
/// <param name="atOnce">How many are computed at once.</param>
internal sealed class Turns(int atOnce)
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <summary>Answers when it is the request's turn.</summary>
    public async ValueTask<object?> Take(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        await _free.WaitAsync(context.HttpContext.RequestAborted);
        try
        {
            return await next(context);
        }
        finally
        {
            _free.Release();
        }
    }
}
