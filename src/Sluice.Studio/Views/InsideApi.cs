using Microsoft.AspNetCore.Routing;

namespace Sluice.Studio.Views;

internal static class InsideApi
{
    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
    }
}
