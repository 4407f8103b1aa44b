export default {
  form: {
    notJson: "Not valid JSON: {detail}",
  },
};
