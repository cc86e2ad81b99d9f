import { answerNothing } from "#server/http/answer-nothing";

export {
  answerNothing as DELETE,
  answerNothing as GET,
  answerNothing as HEAD,
  answerNothing as PATCH,
  answerNothing as POST,
  answerNothing as PUT,
};
