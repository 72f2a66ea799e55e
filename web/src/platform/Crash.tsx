import { Container } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { t } from '../strings/t.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Problem } from '../ui/problem.ts'

/** A bug in one page must not take the navigation with it. */
export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl">
      <ErrorNote error={new Problem(-1, t('problem.crash'), error instanceof Error ? error.message : String(error))} retry={reset} />
    </Container>
  )
}
