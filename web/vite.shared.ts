/** What the two apps' builds have in common: compressed copies beside each file, and the server to talk to while developing. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin, UserConfig } from 'vite'

const COMPRESSED = /\.(html|js|mjs|css|svg|json|txt|webmanifest)$/

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
}

/** Writes `.br` and `.gz` beside every text file of the build; the server picks by Accept-Encoding. */
export function compress(): Plugin {
  let out = 'dist'
  return {
    name: 'jingwei:compress',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir)
    },
    closeBundle() {
      for (const path of walk(out).filter((p) => COMPRESSED.test(p))) {
        const bytes = readFileSync(path)
        if (bytes.length < 1024) continue
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
      }
    },
  }
}

/** Takes font faces of outside hosts out of a library's style sheets: nothing is ever loaded from elsewhere. */
export function noOutsideFonts(): Plugin {
  return {
    name: 'jingwei:no-outside-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.css($|\?)/.test(id) || !/@font-face\s*\{[^}]*\/\/[a-z]/i.test(code)) return null
      return { code: code.replace(/@font-face\s*\{[^}]*\}/g, (face) => (/url\(["']?(https?:)?\/\//.test(face) ? '' : face)), map: null }
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.css') && /url\(["']?(https?:)?\/\//.test(String(file.source))) {
          this.error(`${file.fileName} loads something from an outside host`)
        }
      }
    },
  }
}

export const shared: UserConfig = {
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/api': process.env['JINGWEI_URL'] ?? 'http://127.0.0.1:8080' } },
}
