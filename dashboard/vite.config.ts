import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vitest/config'
import { fakePlatform } from './src/fake/plugin.ts'

const platform = process.env['CALLCENTER_ADDRESS'] ?? 'http://127.0.0.1:8080'

export default defineConfig(({ mode }) => ({
  // Styles follow the components that are imported; nothing of Element Plus is shipped unused.
  plugins: [vue(), elementPlus({}), ...(mode === 'fake' ? [fakePlatform()] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    strictPort: true,
    ...(mode === 'fake' ? {} : { proxy: { '/api': { target: platform, ws: true } } }),
  },
  preview: { host: '127.0.0.1', strictPort: true },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'vue', test: /node_modules[\\/](@vue|vue|vue-router|vue-i18n|@intlify)[\\/]/ },
          ],
        },
      },
    },
  },
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], server: { deps: { inline: ['element-plus'] } } },
}))
