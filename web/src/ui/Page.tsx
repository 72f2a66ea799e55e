import { Container, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { t } from '../strings/t.ts'

/** A plain page: title, what can be done, content. */
export function Page({
  title,
  lead,
  actions,
  children,
  size = 1180,
}: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
  size?: number
}) {
  useEffect(() => {
    document.title = t('pageTitle', { page: title })
  }, [title])
  return (
    <Container size={size} py="lg" px={{ base: 'sm', sm: 'md' }}>
      <Stack gap="lg">
        <Group justify="space-between" align="flex-end" gap="sm">
          <div>
            <Title order={1}>{title}</Title>
            {lead && (
              <Text c="dimmed" size="sm" mt={2}>
                {lead}
              </Text>
            )}
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Container>
  )
}
