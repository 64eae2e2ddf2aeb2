import { defineConfig } from "vite";

// The host serves what is built here. In development `npx vite` serves the page and asks a running studio for the data.
export default defineConfig({
  base: "/",
  build: { outDir: "../obj/page", emptyOutDir: true, target: "es2022", cssTarget: ["chrome123", "firefox120", "safari17.5"], chunkSizeWarningLimit: 400 },
  // The studio answers to the origin that it is asked under, so the host of the request stays.
  server: { proxy: { "/api": { target: "http://127.0.0.1:5270", changeOrigin: false } } },
});
