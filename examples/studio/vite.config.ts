import { defineConfig } from "vite"

export default defineConfig({
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
