import { Stack, Text } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { t, tOf } from '../../strings/t.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { languageName, phaseName, usePlaybookNames } from './names.ts'
import { StateBadge } from './StateBadge.tsx'
import { TemplateEditor } from './TemplateEditor.tsx'
import { TemplateVersions } from './TemplateVersions.tsx'
import { keyIn, useTemplate } from './templates.ts'

/** One template: its words with what they become, its versions, and what can be put in. */
export function TemplatePage() {
  const key = keyIn(useSearch({ from: '/templates/one' }))
  const query = useTemplate(key)
  const name = usePlaybookNames()
  return (
    <Page
      title={t('templates.name', { playbook: name(key.playbook), phase: phaseName(key.phase) })}
      lead={
        <TextLink to="/templates" size="sm">
          {t('templates.back')}
        </TextLink>
      }
      actions={query.data && <StateBadge summary={query.data.summary} />}
    >
      <Loaded query={query}>
        {(shown) => (
          <Stack gap="md" key={JSON.stringify(key)}>
            <Text size="sm" c="dimmed">
              {[
                tOf('audience', key.audience),
                languageName(key.locale),
                key.brand ? t('templates.onlyBrand', { brand: key.brand }) : t('templates.allBrands'),
              ].join(' · ')}
            </Text>
            <TemplateEditor of={key} shown={shown} />
            <TemplateVersions of={key} shown={shown} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}
