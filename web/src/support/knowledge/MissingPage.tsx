import { Group, Paper, Text } from '@mantine/core'
import type { KnowledgeMiss } from '../../../../server/src/support/knowledge/search.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { languageName, number } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Page } from '../../ui/Page.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Knowledge.module.css'
import { missesKey, useMisses } from './knowledge.ts'

/** What people looked for and did not find: what to write next. */
export function MissingPage() {
  const query = useMisses()
  return (
    <Page
      title={t('knowledge.missing')}
      lead={t('knowledge.missingLead')}
      actions={
        <TextLink to="/knowledge" size="sm">
          {t('knowledge.back')}
        </TextLink>
      }
    >
      <Loaded query={query}>
        {(misses) =>
          misses.length === 0 ? (
            <Empty title={t('knowledge.missingNone')} text={t('knowledge.missingNoneText')} />
          ) : (
            <Paper p={{ base: 'sm', sm: 'md' }}>
              <Scrollable label={t('knowledge.missing')}>
                <table className={styles.table}>
                  <thead>
                    <tr>
                      <th scope="col">{t('knowledge.missingText')}</th>
                      <th scope="col">{t('knowledge.missingTimes')}</th>
                      <th scope="col">{t('knowledge.missingBy')}</th>
                      <th scope="col">{t('knowledge.missingLast')}</th>
                      <th scope="col">{t('knowledge.next')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {misses.map((miss) => (
                      <Row key={miss.id} miss={miss} />
                    ))}
                  </tbody>
                </table>
              </Scrollable>
            </Paper>
          )
        }
      </Loaded>
    </Page>
  )
}

function Row({ miss: { id, text, side, locale, times, lastAt, brand } }: { miss: KnowledgeMiss }) {
  const may = useMay('knowledge')
  const dismiss = useWrite({ path: `/api/knowledge/misses/${id}/dismissal`, touches: [missesKey] })
  return (
    <tr>
      <th scope="row" lang={locale}>
        {text}
      </th>
      <td>{number(times)}</td>
      <td>
        {tOf('knowledge.missingBy', side)}
        <Text size="xs" c="dimmed">
          {[languageName(locale), brand].filter(Boolean).join(' · ')}
        </Text>
      </td>
      <td>
        <Moment at={lastAt} />
      </td>
      <td>
        {may && (
          <Group gap="xs" wrap="nowrap">
            <ButtonLink to="/knowledge/new" search={{ title: text, locale }} size="xs" variant="default" aria-label={t('knowledge.writeAboutOf', { text })}>
              {t('knowledge.writeAbout')}
            </ButtonLink>
            <ActionButton write={dismiss} body={undefined} size="xs" variant="default" label={t('knowledge.dismissOf', { text })}>
              {t('knowledge.dismiss')}
            </ActionButton>
          </Group>
        )}
      </td>
    </tr>
  )
}
