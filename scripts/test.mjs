// npm test: does all set-up, runs everything, and says what was skipped and why. Ends with the plain line "N passed, N failed".
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildConsole, compiled, installMissing, ownNode, root } from './start.mjs'

/** More files than these are no accident of a busy machine. */
const mostAgain = 6

installMissing()
buildConsole()
findBrowser()

const first = await run(process.argv.slice(2))
const again = first.failed.length > 0 && first.failed.length <= mostAgain && first.besides === 0 ? first.failed : []
if (again.length === 0) end(first.counts)
console.log(`\nFailed while others ran beside them: ${again.map(({ file }) => file).join(', ')}. Each once more, alone:\n`)
const second = await run([...again.map(({ file }) => file), '--no-file-parallelism'])
const alone = again.filter(({ file }) => !second.failed.some((each) => each.file === file))
for (const { file } of alone) console.log(`${file} failed while others ran beside it, and passed alone.`)
const sum = (of, key) => of.reduce((total, each) => total + each[key], 0)
end({
  passed: first.counts.passed - sum(again, 'passed') + second.counts.passed,
  failed: second.counts.failed,
  skipped: first.counts.skipped - sum(again, 'skipped') + second.counts.skipped,
})

function end({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exit(failed > 0 ? 1 : 0)
}

/** @returns counts, the files that failed, and how many errors belong to none of them; a run that broke counts as one failure */
async function run(args) {
  const folder = mkdtempSync(join(tmpdir(), 'leeward-report-'))
  const report = join(folder, 'report.json')
  const child = spawn(ownNode, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=./scripts/closing-line.mjs', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...compiled, ...process.env, LEEWARD_TEST_REPORT: report },
  })
  const stops = ['SIGINT', 'SIGTERM'].map((signal) => [signal, () => child.kill(signal)])
  for (const [signal, stop] of stops) process.on(signal, stop)
  const code = await new Promise((ended) => child.on('exit', ended))
  for (const [signal, stop] of stops) process.off(signal, stop)
  const said = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { counts: { passed: 0, failed: 0, skipped: 0 }, failed: [], besides: 0 }
  rmSync(folder, { recursive: true, force: true })
  // Stopped, or broken beyond what any test says.
  return code === 0 || said.counts.failed > 0 ? said : { ...said, counts: { ...said.counts, failed: 1 }, besides: 1 }
}

/** A browser where one is missing and can be had: Debian's, as root. Elsewhere the browser tests say that they were skipped. */
function findBrowser() {
  const there = [
    process.env.LEEWARD_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].some((path) => path && existsSync(path))
  if (there || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return
  console.log('Installing a browser for the end-to-end tests (once)…')
  const quiet = { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update'], quiet)
  if (spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet).status !== 0)
    console.log('No browser could be installed; the end-to-end tests are skipped.')
}
