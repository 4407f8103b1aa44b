import { readonly, shallowRef } from "vue";

export interface Question {
  title: string;
  text: string;
  verb: string;
  keep: string;
}

const question = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null);

function ask(asked: Question): Promise<boolean> {
  question.value?.answer(false);
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer: (yes) => {
        question.value = null;
        resolve(yes);
      },
    };
  });
}

/** Asks before what destroys. The safe answer has the focus. */
export const useConfirm = () => ({ question: readonly(question), ask });
