// npm run leeward -- COMMAND: the command line, on the project's own Node.
import { installMissing, runOwnNode } from './start.mjs'

installMissing()
runOwnNode(['cli/src/leeward.ts', ...process.argv.slice(2)], { LEEWARD_LOG: process.env.LEEWARD_LOG ?? 'warn' })
