// What a run comes to, for scripts/test.mjs: counts, and the files that failed with how many of their tests passed.
import { relative } from 'node:path'
import { writeFileSync } from 'node:fs'
import { root } from './start.mjs'

export default class ClosingLine {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    const failed = []
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state)
      for (const state of states) counts[state] = (counts[state] ?? 0) + 1
      // A file that broke before its tests counts as one failure.
      if (module.state() === 'failed' && !states.includes('failed')) counts.failed += 1
      if (module.state() === 'failed')
        failed.push({
          file: relative(root, module.moduleId),
          passed: states.filter((state) => state === 'passed').length,
          skipped: states.filter((state) => state === 'skipped').length,
        })
    }
    writeFileSync(process.env.LEEWARD_TEST_REPORT, JSON.stringify({ counts, failed, besides: errors.length }))
  }
}
