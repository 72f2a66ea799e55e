// npm run check: types, lint and format, architecture, dead code; seconds, no database.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installMissing, ownNode, root } from './start.mjs'

installMissing()
const bin = (name) => join(root, 'node_modules', name)
const checks = [
  ['types', [bin('typescript/bin/tsc'), '-p', '.']],
  ['lint and format', [bin('@biomejs/biome/bin/biome'), 'check', '.']],
  ['architecture', ['scripts/architecture.mjs']],
  ['dead code', [bin('knip/bin/knip.js')]],
]
let failed = 0
for (const [name, args] of checks) {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(ownNode, args, { cwd: root, encoding: 'utf8' })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  if (status !== 0) {
    failed += 1
    console.log(`${stdout}${stderr}`.trim())
  }
}
process.exit(failed === 0 ? 0 : 1)
