import { Stack, Text, Textarea } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { languageName } from '../../ui/format.ts'

type Shown = { texts: Record<string, string>; change: (texts: Record<string, string>) => void; locales: string[]; count: number }
const most = 280

/** What is said in public to who asked in public: short, and nothing of any customer. */
export function PublicTexts({ texts, change, locales, count }: Shown) {
  return (
    <Stack gap="xs">
      <Text fw={600} size="sm">
        {tn('answers.inPublic', count)}
      </Text>
      <Text size="sm" c="dimmed">
        {t('answers.inPublicText', { variables: '{next_update}, {status_page}' })}
      </Text>
      {locales.map((locale) => (
        <Textarea
          key={locale}
          label={languageName(locale)}
          aria-label={`${tn('answers.inPublic', count)}: ${languageName(locale)}`}
          description={t('answers.inPublicLeft', { count: most - (texts[locale] ?? '').length })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          lang={locale}
          minRows={2}
          maxRows={5}
          maxLength={most}
          value={texts[locale] ?? ''}
          onChange={(event) => change({ ...texts, [locale]: event.currentTarget.value })}
        />
      ))}
    </Stack>
  )
}
