// The client needs this module to load; only its JSON side is used here.
exports.toJson = () => {
  throw new Error("the JSON side of the client asked for XML");
};
