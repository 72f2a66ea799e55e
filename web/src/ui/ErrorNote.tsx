import { Alert, Button, List, Stack, Text } from '@mantine/core'
import { t } from '../strings/t.ts'
import { Icon } from './Icon.tsx'
import { Problem } from './problem.ts'

/** What went wrong in the server's own words, and a way to try again. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => unknown }) {
  if (!error) return null
  const problem = error instanceof Problem ? error : new Problem(-1, t('problem.failed.title'), error instanceof Error ? error.message : String(error))
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />} title={problem.title}>
      <Stack gap="xs" align="flex-start">
        {problem.errors.length > 1 ? (
          <List size="sm">
            {problem.errors.map((each) => (
              <List.Item key={each.path + each.message}>
                {each.path.replace(/^body\./, '')}: {each.message}
              </List.Item>
            ))}
          </List>
        ) : (
          <Text size="sm" className="lw-clip">
            {problem.detail}
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            {t('again')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
