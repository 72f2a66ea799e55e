// A real browser, where this machine has one; else the specifications that need it are skipped, and say so.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = [
  process.env.LEEWARD_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  chromium.executablePath(),
]

export const browserPath: string | undefined = places.find((path) => path && existsSync(path))

if (!browserPath)
  process.stderr.write(
    'Skipped: there is no browser for the end-to-end specifications. Install Chromium (Debian: apt-get install chromium) or set LEEWARD_CHROMIUM to the path of one.\n',
  )

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Without its sandbox, because continuous integration runs as root; it only opens pages of this machine. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', ...quiet] })
