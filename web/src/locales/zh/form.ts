export default {
  form: {
    notJson: "不是有效的 JSON：{detail}",
  },
};
