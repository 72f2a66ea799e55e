import { Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { RegulatoryView } from '../../../../server/src/assess/regulatory-clocks/regulatory.view.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoomPart } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { LawClock } from './LawClock.tsx'
import { Question } from './Question.tsx'
import { StartDialog } from './StartDialog.tsx'
import styles from './Law.module.css'

/** What the law asks: the questions that decide it, and every clock until it is closed with evidence. */
export function Law() {
  const view = useRoomPart<RegulatoryView>('regulatory')
  const may = useMay('regulatory')
  const [starting, { open, close }] = useDisclosure(false)
  return (
    <Loaded query={view}>
      {({ questions, clocks }) => (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('law.lead')}
          </Text>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <Card title={t('law.questions')}>
              {questions.length === 0 && <Empty title={t('law.noQuestions')} />}
              <ul className={styles.list}>
                {questions.map((question) => (
                  <Question key={question.key} question={question} />
                ))}
              </ul>
            </Card>
            <Card
              title={t('law.title')}
              aside={
                may && (
                  <Button size="compact-sm" variant="default" onClick={open}>
                    {t('law.startOne')}
                  </Button>
                )
              }
            >
              {clocks.length === 0 && <Empty title={t('law.none')} text={t('law.noneText')} />}
              <ul className={styles.list}>
                {clocks.map((clock) => (
                  <LawClock key={`${clock.key} ${clock.startedAt}`} clock={clock} />
                ))}
              </ul>
            </Card>
          </SimpleGrid>
          {starting && <StartDialog close={close} />}
        </Stack>
      )}
    </Loaded>
  )
}
