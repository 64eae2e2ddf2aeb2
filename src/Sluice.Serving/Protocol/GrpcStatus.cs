using Grpc.Core;

namespace Sluice.Serving.Protocol;

/// <summary>The statuses of gRPC for those of HTTP.</summary>
internal static class GrpcStatus
{
    public static StatusCode Of(int status) => status switch
    {
        400 or 415 => StatusCode.InvalidArgument,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.NotFound,
        409 => StatusCode.AlreadyExists,
        412 => StatusCode.FailedPrecondition,
        413 or 429 or 507 => StatusCode.ResourceExhausted,
        499 => StatusCode.Cancelled,
        503 => StatusCode.Unavailable,
        504 => StatusCode.DeadlineExceeded,
        _ => StatusCode.Internal,
    };
}
