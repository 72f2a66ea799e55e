// npm run spec: the specification, as sentences.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './start.mjs'

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    ['node_modules', 'dist', '.git', '.leeward'].includes(entry.name)
      ? []
      : entry.isDirectory()
        ? walk(join(folder, entry.name))
        : entry.name.endsWith('.spec.ts')
          ? [join(folder, entry.name)]
          : [],
  )

for (const file of walk(root).sort()) {
  console.log(`\n${relative(root, file)}`)
  for (const [, , kind, , text] of readFileSync(file, 'utf8').matchAll(/^(\s*)(describe|test|it)(\.\w+)?\(\s*['`]([^'`]+)['`]/gm))
    console.log(kind === 'describe' ? `  ${text}` : `    - ${text}`)
}
