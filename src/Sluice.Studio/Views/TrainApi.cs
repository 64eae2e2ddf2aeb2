using Microsoft.AspNetCore.Routing;

namespace Sluice.Studio.Views;

internal static class TrainApi
{
    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
    }
}
