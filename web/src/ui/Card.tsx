import { Group, Paper, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** A titled region of a page. */
export function Card({ title, aside, children, id }: { title: string; aside?: ReactNode; children: ReactNode; id?: string }) {
  const heading = useId()
  return (
    <Paper component="section" aria-labelledby={heading} p={{ base: 'sm', sm: 'md' }} {...(id ? { id } : {})}>
      <Group justify="space-between" gap="xs" mb="sm" wrap="wrap">
        <Title order={2} id={heading}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Paper>
  )
}
