import { tagwright } from "@tagwright/vite"
import { defineConfig } from "vite"

export default defineConfig({
  // Only for the typed helpers: the pages themselves are Eleventy's.
  plugins: [tagwright()],
  publicDir: "public",
  build: {
    outDir: "_site",
    emptyOutDir: true,
    manifest: "assets/manifest.json",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: { input: ["src/main.ts", "src/styles/main.css"] },
  },
})
