// npm run dev: the server restarts when it changes, the console reloads; the console is then at the address that Vite prints.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { installMissing, ownNode, root } from './start.mjs'

installMissing()
const environment = { ...process.env, LEEWARD_DEMO: '1', LEEWARD_LOG: process.env.LEEWARD_LOG ?? 'info' }
const children = [
  spawn(ownNode, ['--watch-path=server/src', '--watch-path=channels', 'server/src/main.ts'], { cwd: root, stdio: 'inherit', env: environment }),
  spawn(ownNode, [join(root, 'node_modules/vite/bin/vite.js'), 'web'], { cwd: root, stdio: 'inherit' }),
]
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
