import { Alert, Fieldset, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { t } from '../../strings/t.ts'
import { request } from '../../ui/api.ts'

type Read = { read: { language: string; full: string; bare: string; wrong: string | null }[] }

/** How each text reads for somebody we know, and for somebody of whom nothing is known: where a text goes wrong, it shows there. */
export function Reading({ texts }: { texts: Record<string, string> }) {
  const [asked] = useDebouncedValue(texts, 300)
  const { data } = useQuery({
    queryKey: ['macro-reading', asked],
    queryFn: ({ signal }) => request<Read>('POST', '/api/macros/reading', { body: { texts: asked }, signal }),
    placeholderData: keepPreviousData,
    enabled: Object.keys(asked).length > 0,
    retry: false,
  })
  if (!data || Object.keys(texts).length === 0) return null
  return (
    <Fieldset legend={t('macros.reads')}>
      <Stack gap="sm" aria-live="polite">
        {data.read.map(({ language, full, bare, wrong }) =>
          wrong ? (
            <Alert key={language} color="red" title={t('macros.text', { language })}>
              {wrong}
            </Alert>
          ) : (
            <div key={language}>
              {(
                [
                  [t('macros.readsFull', { language }), full],
                  [t('macros.readsBare', { language }), bare],
                ] as const
              ).map(([label, text]) => (
                <div key={label}>
                  <Text size="xs" c="dimmed">
                    {label}
                  </Text>
                  <Text size="sm" mb="xs" lang={language} style={{ whiteSpace: 'pre-wrap' }}>
                    {text}
                  </Text>
                </div>
              ))}
            </div>
          ),
        )}
      </Stack>
    </Fieldset>
  )
}
