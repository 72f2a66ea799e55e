import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Card } from './Card.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { number } from './format.ts'
import { Problem } from './problem.ts'

type Shown = {
  title: string
  aside?: ReactNode
  /** While it runs: how far, in per cent, and what it is doing. */
  running?: { part: number; label: string } | undefined
  failure?: { title: string; words: string } | undefined
  counts: readonly (readonly [number, string])[]
  /** The one of the counts that should be nothing. */
  bad: { count: number; label: string }
  /** What is said where everything landed. */
  landed?: string | undefined
  children?: ReactNode
}

/** What came of an import, in figures; how far it is while it runs, and why it failed. */
export const ImportCounts = ({ title, aside, running, failure, counts, bad, landed, children }: Shown) => (
  <Card title={title} aside={aside}>
    <Stack gap="md">
      {running && <Progress value={running.part} animated aria-label={running.label} />}
      {failure && <ErrorNote error={new Problem(-1, failure.title, failure.words)} />}
      <Group gap={36}>
        {[...counts, [bad.count, bad.label] as const].map(([count, label]) => (
          <div key={label}>
            <Text fz="1.75rem" fw={650} lh={1.15} className={`lw-figures ${label === bad.label && count > 0 ? 'lw-red' : ''}`}>
              {number(count)}
            </Text>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
          </div>
        ))}
      </Group>
      {landed !== undefined && (
        <Text size="sm" className="lw-green">
          {landed}
        </Text>
      )}
      {children}
    </Stack>
  </Card>
)
